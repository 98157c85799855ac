/** Memory of one isolate; a source's largest answer (4 MiB of JSON) parsed takes about a third of it. */
export const ISOLATE_MEMORY_MB = 128
/** A whole runner beyond this is out of control, whatever its isolates' own limits say. */
export const RUNNER_MEMORY_BYTES = 2 * 1024 ** 3
/** It has about twenty open when it is ready, and opens no more. */
export const DESCRIPTORS_PER_RUNNER = 64
/** Threads, above all: one for each isolate that computes, and six of Node's. */
export const TASKS_PER_RUNNER = 128
/** Runs in flight in one process. Most wait for a source, so there are many more than cores. */
export const RUNS_PER_RUNNER = 64
/** Scripts of a runner that compute at the same time, beside those that do so for long. */
export const COMPUTING_LIMIT = 3
/** How long a run waits at most for others that compute. */
export const ADMISSION_LIMIT_MS = 20
/** An isolate is thrown away after this many runs, so that nothing can build up in it. */
export const RUNS_PER_ISOLATE = 2_000
/** A process is replaced after this many runs, for the same reason. */
export const RUNS_PER_PROCESS = 50_000
/** Idle isolates let go of their last script's memory this often. */
export const TIDY_MS = 1_000
/** Idle isolates that are kept for good; more than these are thrown away after so long. */
export const WARM_ISOLATES = 4
export const WARM_MS = 10_000
/** Compiled scripts that an isolate remembers: a few hundred monitors come back to it each minute. */
export const SCRIPTS_PER_ISOLATE = 500

/** How long a runner may take to confirm that it ended a run before it is killed; a busy machine is slow. */
export const END_LIMIT_MS = 2_000
/** How long a started process may take until it is ready: loading is about 100 ms of work. */
export const START_LIMIT_MS = 30_000
/** A retired process whose last runs do not end is killed after their longest time limit. */
export const RETIRE_LIMIT_MS = 310_000
/** Deadlines are looked at this often; the least time limit of a monitor is 100 ms. */
export const TICK_MS = 25
/** A pause of this process (SIGSTOP, a sleeping machine) counts for this much in a run's time. */
export const LONGEST_TICK_MS = 250

/** Source calls in one run, and how many of them are answered at the same time. */
export const CALLS_PER_RUN = 1_000
export const CALLS_AT_ONCE = 16
/** Arguments of one source call as JSON. */
export const ARGUMENTS_LIMIT = 256 * 1024
/** Arguments of the calls of a run that wait for their answers, in all. */
export const ARGUMENTS_AT_ONCE = 4 * ARGUMENTS_LIMIT
/** A source's answer as JSON; the broker lets no more than 4 MiB through. */
export const ANSWER_LIMIT = 8 * 1024 * 1024
/** Nothing that is said between engine and runner is longer. */
export const FRAME_LIMIT = 2 * ANSWER_LIMIT
/** What waits until a runner reads it: one that reads nothing is in nobody's hands. */
export const UNREAD_LIMIT = 16 * FRAME_LIMIT
/** How much of a call's arguments and answer is kept for the run's page. */
export const CALL_TEXT_LIMIT = 500
/** Pauses (`sleep`) that may be under way at once in a run. */
export const SLEEPS_AT_ONCE = 100

/** Console output that is kept: so much from the beginning and so much from the end. */
export const OUTPUT_LIMIT = 32 * 1024
export const MESSAGE_LIMIT = 4 * 1024
/** Text values are kept to this many characters; the cut is marked. */
export const TEXT_VALUE_LIMIT = 255
/** `record` calls in one run, distinct names, and the length of a name. */
export const RECORDS_PER_RUN = 1_000
export const SERIES_LIMIT = 100
export const SERIES_NAME_LIMIT = 100

/** What is told about one run: a frame for each kept character of output is the most, and each call and record. */
export const FRAMES_PER_RUN = OUTPUT_LIMIT + CALLS_PER_RUN + RECORDS_PER_RUN + 1_000
/** What a script is given of a stream and its events, and what a step makes of them, as JSON: several thousand events. */
export const STREAM_LIMIT = 4 * 1024 * 1024

/** Source of a script; the same limit holds where monitors are saved. */
export const SCRIPT_LIMIT = 256 * 1024
/** 256 KiB take 0.3 s; whatever takes longer was made to. */
export const COMPILE_LIMIT_MS = 5_000
/** Scripts of each kind that are kept with what they were compiled to, in characters: thousands of ordinary ones. */
export const COMPILED_LIMIT = 16 * 1024 * 1024
