// Health check inside a container: node health.mjs <port>
const { ok } = await fetch(`http://127.0.0.1:${process.argv[2]}/health`).catch(() => ({ ok: false }));
process.exitCode = ok ? 0 : 1;
