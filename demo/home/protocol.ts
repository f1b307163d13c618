// What the components of the home say to each other.

/** The procedure: `[]` `{unit, precision}` → the temperature. */
export const GETTEMP = 'com.app.gettemp'
/** The topic: `[degrees Celsius]` `{sensor}`. */
export const TEMPERATURE = 'com.app.temperature'
/** Told by the router when nobody offers some procedure any more. */
export const FREED = 'wamp.registration.on_delete'
