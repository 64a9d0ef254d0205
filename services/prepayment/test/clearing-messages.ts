import { CONTRACTS, topicOf, type NoticesPublished, type TableGenerated } from '#contracts';
import type { BusMessage } from '#event-bus';
import { Money } from '#kernel';
import { openBus, parseConfig } from '#service';
import type { ServiceUnderTest } from '#testing';

/** `payer>receiver` and what is cleared; two schemes of a pair are two entries of a list. */
export type Cells = readonly (readonly [
  payer: string,
  receiver: string,
  cleared: string,
  scheme?: 'employee' | 'resident',
])[];

export function table(month: string, generatedOn: string, cells: Cells): TableGenerated {
  return {
    month,
    generatedOn,
    cells: cells.map(([payer, receiver, cleared, scheme = 'employee']) => ({
      ...{ payer, receiver, scheme, payable: cleared, deducted: '0.00', cleared, claims: 1 },
    })),
    total: Money.sum(cells.map(([, , cleared]) => Money.of(cleared))).toString(),
  };
}

let sent = 0;

const message = (type: string, month: string, data: object): BusMessage => {
  sent += 1;
  const position = `000001.00000000000000000001.${String(sent).padStart(19, '0')}`;
  return {
    ...{ id: `clearing/${position}`, source: 'clearing', type, subject: `period-${month}`, position },
    time: '2025-09-21T00:00:00.000Z',
    metadata: { actor: 'system:clearing', onBehalfOf: 'nation', correlationId: 'test', causationId: null },
    data: { ...data },
  };
};

export const tableMessage = (generated: TableGenerated): BusMessage =>
  message(CONTRACTS.tableGenerated.type, generated.month, generated);

export const noticesMessage = (notices: NoticesPublished): BusMessage =>
  message(CONTRACTS.noticesPublished.type, notices.month, notices);

const CATCH_UP_MS = 20_000;

/** Puts messages on the bus as clearing's and waits until prepayment has applied them. */
export async function deliver(
  prepayment: ServiceUnderTest,
  environment: Readonly<Record<string, string>>,
  messages: readonly BusMessage[],
): Promise<void> {
  const bus = openBus(parseConfig(environment), 'test');
  await bus.publish(topicOf('clearing'), messages);
  await bus.close();
  for (const until = Date.now() + CATCH_UP_MS; ;) {
    const { body } = await prepayment.call('GET', '/ops/lag');
    if ((body as unknown as { behind: number }[]).every(({ behind }) => behind === 0)) return;
    if (Date.now() > until) throw new Error('prepayment did not catch up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
