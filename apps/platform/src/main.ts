import 'reflect-metadata';
import { program } from './program.js';

try {
  await program().parseAsync(process.argv);
} catch (error) {
  const { name, message, stack } = error as Error;
  const expected = [
    'PlatformRefused',
    'PlatformFailed',
    'NotRunning',
    'ConfigurationRefused',
    'PolicyError',
    'InputRefused',
  ].includes(name);
  process.stderr.write(`${expected ? message : (stack ?? message)}\n`);
  process.exitCode = 1;
}
