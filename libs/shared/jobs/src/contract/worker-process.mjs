// @ts-check
// A worker in a process of its own that says with which date its job began and never ends it. From the built project.
// Arguments: backend (JSON), queue, job.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BullMqJobQueue, SystemClock } from '#jobs';

const [backend, queue, job] = process.argv.slice(2).map(String);
const jobs = new BullMqJobQueue({ queue, backend: JSON.parse(backend), clock: new SystemClock() });
class Root {}
Module({ imports: [jobs.module] })(Root);
await NestFactory.createApplicationContext(Root, { logger: false });
jobs.register({
  job,
  description: 'never ends',
  run(asOf) {
    process.stdout.write(`${asOf}\n`);
    return new Promise(() => setInterval(() => undefined, 60_000));
  },
});
await jobs.start();
