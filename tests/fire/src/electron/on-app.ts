import { type AppOptions, type Bench, ShellApp } from './shell-app.js'

/** A scenario on an app of its own, which is ended whatever happened. */
export const onApp =
  (options: AppOptions, play: (app: ShellApp, bench: Bench) => Promise<void>) =>
  async (bench: Bench): Promise<void> => {
    const app = await ShellApp.start(bench, options)
    try {
      await play(app, bench)
    } finally {
      await app.end()
      await bench.session.display.closeWindows()
    }
  }
