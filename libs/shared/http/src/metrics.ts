import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export const METRICS = Symbol('METRICS');

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Prometheus figures of one service. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests: Histogram;

  constructor(service: string, defaults = true) {
    this.registry.setDefaultLabels({ service });
    if (defaults) collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'kuasheng_http_request_seconds',
      help: 'HTTP requests by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers: [this.registry],
    });
  }

  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void {
    this.requests.observe(labels, seconds);
  }

  /** A figure that is read when Prometheus asks. */
  gauge(name: string, help: string, read: () => Promise<ReadonlyMap<string, number>>): void {
    new Gauge({
      name: `kuasheng_${name}`,
      help,
      labelNames: ['name'],
      registers: [this.registry],
      async collect() {
        const values = await read().catch(() => new Map<string, number>());
        for (const [label, value] of values) this.set({ name: label }, value);
      },
    });
  }

  /** A figure that only grows; gives what adds one to it. */
  counter(name: string, help: string): () => void {
    const counter = new Counter({ name: `kuasheng_${name}_total`, help, registers: [this.registry] });
    return () => counter.inc();
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
