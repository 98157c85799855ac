import type { Exception, Frame } from '#lib/errors/event.ts'
import { storable } from '#lib/intake/untrusted.ts'

const FRAMES_LIMIT = 100
const LINES_LIMIT = 2_000
const LINE_LIMIT = 1_000
const CAUSES_LIMIT = 20

interface Call {
  function: string
  file: string
  line: number | undefined
  column?: number | undefined
}

/** The exceptions of a stack trace of JavaScript, Python or Java, outermost first; empty when it is of another form. */
export function exceptionsOf(stack: string): Exception[] {
  const lines = stack
    .split(/\r?\n/, LINES_LIMIT)
    .map(line => storable(line.slice(0, LINE_LIMIT), LINE_LIMIT))
  const found = lines.some(line => PYTHON_FRAME.test(line)) ? python(lines) : arrows(lines)
  return found.filter(({ frames }) => frames.length > 0)
}

const PYTHON_FRAME = /^\s*File "([^"]*)", line (\d+)(?:, in (.+))?$/
const PYTHON_HEADING = /^Traceback \(most recent call last\):$/

/** Oldest call first, the exception's own line last; a cause stands before what it caused. */
function python(lines: string[]): Exception[] {
  const exceptions: Exception[] = []
  let frames: Frame[] = []
  for (const line of lines) {
    const call = PYTHON_FRAME.exec(line)
    if (PYTHON_HEADING.test(line.trim())) frames = []
    else if (call)
      frames.push(frameOf({ function: call[3] ?? '', file: call[1] ?? '', line: Number(call[2]) }))
    else if (frames.length > 0 && /^[\p{L}_]/u.test(line)) {
      exceptions.unshift({ ...headingOf(line), frames: frames.reverse().slice(0, FRAMES_LIMIT) })
      frames = []
    }
  }
  if (frames.length > 0)
    exceptions.unshift({ type: '', message: '', frames: frames.reverse().slice(0, FRAMES_LIMIT) })
  return exceptions.slice(0, CAUSES_LIMIT)
}

/** `at …` lines, innermost first; `Caused by:` begins the next exception. */
function arrows(lines: string[]): Exception[] {
  const exceptions: Exception[] = [{ ...headingOf(lines[0] ?? ''), frames: [] }]
  for (const line of lines) {
    const cause = /^\s*(?:Caused by|\[cause\]): (.+)$/.exec(line)
    if (cause && exceptions.length < CAUSES_LIMIT)
      exceptions.push({ ...headingOf(cause[1] ?? ''), frames: [] })
    const frames = exceptions.at(-1)?.frames ?? []
    const call = callOf(line)
    if (call && frames.length < FRAMES_LIMIT) frames.push(frameOf(call))
  }
  return exceptions
}

function headingOf(line: string): { type: string; message: string } {
  const [, type = '', message = ''] = /^([\p{L}_$][\p{L}\p{N}_$.]*)(?:: ?(.*))?$/u.exec(line) ?? []
  return { type, message }
}

function callOf(line: string): Call | undefined {
  const text = /^\s*at (?:async )?(.+?)(?: \{)?$/.exec(line)?.[1]
  if (text === undefined) return undefined
  const [, name, place = text] = /^([^(]*\S) ?\((.*)\)$/.exec(text) ?? []
  const [, file = place, row, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(place) ?? []
  return {
    function: name?.replace(/ \[as .*\]$/, '').replace(/^new /, '') ?? '',
    file,
    line: row === undefined ? undefined : Number(row),
    column: column === undefined ? undefined : Number(column),
  }
}

const JAVA_NAME = /^(?:[^/]+\/)?((?:[\w$]+\.)+)([\w$<>]+)$/
const LIBRARY_FILE =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages)[\\/]|^node:|^internal[\\/]|[\\/]lib[\\/]python\d|^<(?:anonymous|frozen)/
const LIBRARY_CLASS = /^(?:java|javax|jdk|sun|com\.sun|kotlin|scala)\./

function frameOf(call: Call): Frame {
  const java = /\.(?:java|kt|scala|groovy)$|^(?:Native Method|Unknown Source)$/.test(call.file)
  const [, owner, method] = (java && JAVA_NAME.exec(call.function)) || []
  const module = owner?.slice(0, -1) ?? ''
  return {
    function: method ?? call.function,
    module,
    file: call.file,
    ...(call.line !== undefined && { line: call.line }),
    ...(call.column !== undefined && { column: call.column }),
    inApp: !LIBRARY_FILE.test(call.file) && !LIBRARY_CLASS.test(module),
  }
}
