import { describeShotLedgerContract } from '@meantime/testkit'
import { freshParts } from './support/contract-parts.js'

describeShotLedgerContract({ create: freshParts, capabilities: { durable: true, uploads: true } })
