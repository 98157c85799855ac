/** statsd 0.9.0 calls what Node 24 no longer has. */
require('node:util').log = () => {}
require('statsd/stats.js')
