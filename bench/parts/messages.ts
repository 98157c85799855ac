/** Messages as systems write them; each `#` is a digit, each `%` a hexadecimal one. */
const KINDS = [
  'Accepted publickey for deploy from 10.#.##.### port ##### ssh2: RSA SHA256:%%%%%%%%%%%%%%%%',
  'Failed password for invalid user admin from 192.168.#.## port ##### ssh2',
  'pam_unix(sshd:session): session opened for user root by (uid=#)',
  'connect to [10.##.#.###]:#### failed: Connection timed out after ##### ms',
  'kernel: [######.######] EXT4-fs error (device sda#): ext4_lookup:####: inode #########: comm nginx: deleted inode referenced',
  'kernel: eth#: link up, ####Mbps, full-duplex, lpa 0x%%%%',
  'Out of memory: Killed process ##### (java) total-vm:########kB, anon-rss:#######kB, file-rss:#kB',
  'upstream timed out (###: Connection timed out) while reading response header from upstream, client: 172.##.#.##',
  'GET /api/v2/orders/######## HTTP/1.1 500 ##### "-" "curl/7.##.#" rt=0.###',
  'ERROR: duplicate key value violates unique constraint "orders_pkey" (id)=(########)',
  'duration: ####.### ms  statement: select * from orders where id = ########',
  'checkpoint complete: wrote ##### buffers (#.#%%); write=##.### s, sync=#.### s, total=##.### s',
  'Removed segment seg-################ and its file /data/#/segments/##/seg-################',
  'Copying segment seg-################ from 10.###.##.##:##### to 10.###.##.##:#####',
  'Report report_########_#### is done after ## pages and goes to the printer',
  'Job job_########## moved from queue mails to queue retries, attempt # of ##',
  'java.net.ConnectException: Connection refused: shop-db.internal/10.##.##.#:####',
  'Exception in thread "pool-##-thread-#" java.lang.OutOfMemoryError: Java heap space',
  'GC (Allocation Failure) ######K->#####K(#######K), 0.####### secs',
  'session %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%% expired (idle for ### minutes)',
  'Liveness probe failed: HTTP probe failed with statuscode: 50#',
  'Back-off restarting failed container app in pod shop-%%%%%%%%-%%%%% of namespace shop',
  'Worker ##### exited with code # after ### requests, restarting in # s',
  'cache miss ratio 0.## above 0.#, evicted ##### keys of ####### in ### ms',
  'payment ########## declined by the bank: insufficient funds, retry in ## minutes',
  'TLS handshake error from 10.##.#.##:#####: remote error: tls: bad certificate',
  'smartd: Device: /dev/sd#, SMART Usage Attribute: ### Temperature_Celsius changed from ## to ##',
  'sensor bus fault (line=0x%%): port # answered with a bad checksum in frame ####',
  'ntpd: time reset +#.###### s, stratum ##, peer 203.0.113.##',
  'Sending mail to customer######@example.com failed: 4## Mailbox full, queued as %%%%%%%%%%',
  'Rejected request %%%%%%%%%%%%%%%% of tenant ####: quota of ##### exceeded by ###',
  'lease 192.168.##.### renewed for %%:%%:%%:%%:%%:%% until 2026-##-## ##:##:##',
]

const BLOCK = 1_000
const NOVEL_EVERY = 10

/** The same numbers in every run. */
function sequence(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * Lines in blocks of a thousand: `fresh` ones say what was never said before in words that were, of `novel` ones each
 * tenth consists of words that never were.
 */
export function* messages(kind: 'fresh' | 'novel', count: number): Generator<string> {
  const next = sequence(7)
  const filled = (text: string) =>
    text.replace(/[#%]/g, mark => next(mark === '#' ? 10 : 16).toString(16))
  const word = () =>
    String.fromCharCode(...Array.from({ length: 3 + next(7) }, () => 97 + next(26)))
  const novel = () => Array.from({ length: 4 + next(9) }, word).join(' ')
  for (let done = 0; done < count; done += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, count - done) }, (_, i) =>
      kind === 'novel' && i % NOVEL_EVERY === 0
        ? novel()
        : filled(KINDS[i % KINDS.length] as string),
    )
    yield `${lines.join('\n')}\n`
  }
}
