import './theme/styles.js'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app/app.js'
import { remembered } from './app/preferences.js'
import { bridgeOver, connect } from './bridge/connect.js'
import { startTexts } from './i18n/i18n.js'
import { languageFor } from './i18n/languages.js'

// Compiled schemas would be eval, which the policy refuses.
z.config({ jitless: true })

const carrier = connect()
const bridge = bridgeOver(carrier)
const root = document.getElementById('root')
const { language } = remembered(globalThis.localStorage)
await startTexts(languageFor(language, navigator.languages))
if (root) createRoot(root).render(<App bridge={bridge} link={carrier.link} />)
