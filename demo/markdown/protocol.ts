// The words of the micro-services: what is called, and what comes back.

/** `[markdown]` `{token}` → `[html]` `{by, for}`: who rendered it, and for whom as far as that is known. */
export const RENDER = 'com.app.markdown.render'
/** `[]` `{name}` → `{name, token}`. */
export const LOGIN = 'com.app.auth.login'
/** `[token]` → the name, or `com.app.auth.error.unknown_token`. */
export const IDENTIFY = 'com.app.auth.identify'
