// The part of simple-peer that peer-channel.ts uses. (`@types/simple-peer` would bring Node's types into browser code.)

declare module 'simple-peer/simplepeer.min.js' {
  export interface PeerOptions {
    initiator: boolean
    objectMode: true
    trickle: true
    channelName: string
    channelConfig: RTCDataChannelInit
    config: RTCConfiguration
  }

  export default class Peer {
    constructor(options: PeerOptions)
    on(event: 'signal', listener: (signal: unknown) => void): this
    on(event: 'connect' | 'close', listener: () => void): this
    on(event: 'data', listener: (data: Uint8Array | string) => void): this
    on(event: 'error', listener: (error: Error) => void): this
    /** Throws after `destroy`, and for a candidate that is none. */
    signal(data: unknown): void
    /** Throws after `destroy`, and when the channel's buffer is full. */
    send(data: Uint8Array): void
    destroy(error?: Error): void
    /** Private there; nothing public tells the channel's protocol. Absent until the channel is known. */
    readonly _channel: RTCDataChannel | null
    /** Private there; left running by `destroy`. */
    readonly _iceCompleteTimer: ReturnType<typeof setTimeout> | null
  }
}
