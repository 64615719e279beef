import type { ProblemView } from '../../bridge/shapes.js'
import { BUGS } from '../../problem-texts/bugs.js'
import { inOneLine } from '../../problem-texts/in-one-line.js'
import { problems } from '../../problem-texts/ru/index.js'
import type { Words } from './words.js'

export const ru: Words = {
  open: 'Открыть Meantime',
  start: 'Запустить таймер',
  pause: 'Пауза',
  resume: 'Продолжить',
  stop: 'Стоп',
  quit: 'Выйти',
  again: (what) => `Начать: ${what}`,
  running: (time, what) => `${time} · ${what}`,
  paused: (time, what) => `Пауза на ${time} · ${what}`,
  stopped: 'Таймер остановлен',
  unreachable: 'Связь с агентом восстанавливается…',
  untitled: 'Без описания',
  notDone: 'Не получилось',
  problem: russian,
  away: {
    title: 'Вы отходили?',
    body: (what, from, to) => `${what}, ${from} – ${to}. Оставить это время, убрать или разделить: решаете вы.`,
  },
  parked: {
    title: 'Часть работы не удалось доставить',
    body: (count) => `Сервер отказался принять записи (${count}), нужно ваше решение. Они хранятся на этом компьютере.`,
  },
  signedOut: {
    title: 'Войдите снова',
    body: 'Сервер хочет знать, кто вы. Учёт времени идёт, всё хранится на этом компьютере.',
  },
  pictures: { title: 'Снимки экрана не делаются' },
  agent: {
    title: 'Агент Meantime остановился',
    body: 'Он запускается снова. Всё записанное — на этом компьютере; если таймер шёл, он идёт и сейчас.',
  },
  taken: {
    title: 'Сочетание клавиш занято',
    body: (keys) => `Другая программа использует ${keys}. Выберите другое в настройках.`,
  },
  hidden: {
    title: 'Meantime продолжает работать',
    body: 'Значок — в трее. Выйти можно оттуда; чтобы увидеть окно, запустите Meantime ещё раз.',
  },
}

/** Codes come from servers, too: one without a text keeps the sentence it came with. */
function russian(problem: ProblemView): string {
  const code = BUGS.has(problem.code) ? 'UNEXPECTED' : problem.code
  const texts: Readonly<Record<string, { what: string; safe?: string; todo?: string }>> = problems
  const text = Object.hasOwn(texts, code) ? texts[code] : undefined
  return inOneLine(text ? { message: text.what, safe: text.safe, hint: text.todo } : problem)
}
