// What Vite makes of imports that TypeScript does not know.

declare module '*?worker&url' {
  const url: string
  export default url
}

declare module '*.css'
