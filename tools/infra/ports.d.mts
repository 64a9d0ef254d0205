/** Whether nobody listens on the port, on any address of this machine. */
export declare function isPortFree(port: number): Promise<boolean>;

/** A port nobody listens on at this moment, not given to this process before, out of the way of outgoing connections. */
export declare function freePort(): Promise<number>;
