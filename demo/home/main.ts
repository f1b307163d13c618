// The home page: a house, a thermometer that measures if no other does, and the last minutes. `?component=sensor` is the
// thermometer alone, for a phone; `?component=interface` all but that.

import './home.css'
import { say } from '../site/language.ts'
import { openSystem } from '../site/open-system.ts'
import { HomeHouse } from './home-house.ts'
import { HomeSensor } from './home-sensor.ts'
import { GETTEMP, TEMPERATURE } from './protocol.ts'
import { TemperatureChart } from './temperature-chart.ts'

const component = new URLSearchParams(location.search).get('component')
if (component) {
  // Before the elements begin to live.
  for (const part of document.querySelectorAll(
    `.lead, .panel, [data-component]:not([data-component="${CSS.escape(component)}"])`,
  ))
    part.remove()
}

openSystem()
customElements.define('home-house', HomeHouse)
customElements.define('temperature-chart', TemperatureChart)
customElements.define('home-sensor', HomeSensor)

const inspector = document.querySelector('wamp-inspector')
if (inspector) {
  inspector.names = {
    [GETTEMP]: say({ en: 'Sensor', fr: 'Capteur' }),
    [`subscribe ${TEMPERATURE}`]: say({ en: 'Interface', fr: 'Interface' }),
  }
}

const sensor = document.querySelector('home-sensor')
if (sensor instanceof HomeSensor) {
  const isPhone = matchMedia('(pointer: coarse)').matches
  sensor.name = say(isPhone ? { en: 'Phone', fr: 'Téléphone' } : { en: 'Slider', fr: 'Curseur' })
  sensor.alone = component === 'sensor'
}

// A number in another unit is another answer.
document.querySelector<HTMLFormElement>('.home-reading form')?.addEventListener('change', ({ currentTarget }) => {
  if (currentTarget instanceof HTMLFormElement) currentTarget.requestSubmit()
})

// Beside the words, the name of the error.
document.addEventListener('wamp-request-error', ({ target, error }) => {
  const place = (target as Element).querySelector('.problem')
  if (place && 'error' in error) place.setAttribute('data-uri', String(error.error))
})
