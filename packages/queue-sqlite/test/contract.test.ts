import { describeQueueContract } from '@meantime/testkit'
import { freshParts } from './support/contract-parts.js'

describeQueueContract({ create: freshParts, capabilities: { durable: true, uploads: true } })
