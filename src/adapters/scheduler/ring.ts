import { parentPort } from 'node:worker_threads'

// All that Bree's thread does: what is to be done is decided in the main thread, on its own connections.
parentPort?.postMessage('ring')
