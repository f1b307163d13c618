// What Vite makes of an import of a style sheet, and of one that asks for a worker’s URL.

declare module '*?worker&url' {
  const url: string
  export default url
}

declare module '*.css'
