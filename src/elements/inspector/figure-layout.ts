// Figure layout: where the router and the components of the figure stand, in CSS pixels.

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A component, and its line to the router; `toRouter` is 1 where that leads to the right, and -1 to the left. */
export interface Place {
  readonly box: Box
  readonly line: { readonly from: number; readonly to: number; readonly y: number }
  readonly toRouter: 1 | -1
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly router: Box
  readonly places: readonly Place[]
}

/** From this width on, components stand on both sides of the router. */
const WIDE = 520
const ROW = { wide: 74, narrow: 66 }
const BOX_HEIGHT = 46
const MARGIN = 2

/** Lines never cross, and what travels on them never meets: the router is as tall as the column of components. */
export function figureLayout(width: number, count: number): Layout {
  const wide = width >= WIDE && count > 1
  const row = wide ? ROW.wide : ROW.narrow
  const rows = Math.max(1, wide ? Math.ceil(count / 2) : count)
  const height = Math.max(rows * row, 2 * row - 20) + 8
  const boxWidth = wide ? clamp(width * 0.21, 112, 196) : clamp(width * 0.33, 92, 150)
  const routerWidth = wide ? clamp(width * 0.13, 76, 124) : 68
  const routerX = wide ? (width - routerWidth) / 2 : width - routerWidth - MARGIN
  const router = { x: routerX, y: MARGIN, width: routerWidth, height: height - 2 * MARGIN }
  const places = Array.from({ length: count }, (_, index): Place => {
    const left = !wide || index % 2 === 0
    const inColumn = wide ? Math.floor(index / 2) : index
    const column = wide ? (left ? Math.ceil(count / 2) : Math.floor(count / 2)) : count
    const y = ((inColumn + 0.5) * height) / Math.max(1, column)
    const box = {
      x: left ? MARGIN : width - boxWidth - MARGIN,
      y: y - BOX_HEIGHT / 2,
      width: boxWidth,
      height: BOX_HEIGHT,
    }
    const line = left ? { from: box.x + boxWidth, to: router.x, y } : { from: box.x, to: router.x + routerWidth, y }
    return { box, line, toRouter: left ? 1 : -1 }
  })
  return { width, height, router, places }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
