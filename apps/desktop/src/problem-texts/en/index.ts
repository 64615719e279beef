import { pictures } from './pictures.js'
import { program } from './program.js'
import { server } from './server.js'
import { storage } from './storage.js'
import { time } from './time.js'

export const problems = { ...time, ...server, ...storage, ...pictures, ...program } as const
