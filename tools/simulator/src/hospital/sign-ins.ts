import type { Outcome } from '../month/outcome.js';
import type { Institution } from '../world/institutions.js';
import type { HospitalSystems } from './his.js';

/** 9001 签到 of every institution at the beginning of its day; the number goes into every message of that day. */
export class SignIns {
  private readonly numbers = new Map<string, string>();

  constructor(
    private readonly systems: HospitalSystems,
    private readonly outcome: Outcome,
  ) {}

  readonly numberOf = ({ code }: Institution): string => this.numbers.get(code) ?? '';

  async signIn(institution: Institution, date: string): Promise<void> {
    const { accepted, message, output } = await this.systems.send({
      ...{ institution, infno: '9001', msgid: `${institution.code}${date.replaceAll('-', '')}0000000001` },
      ...{ at: `${date} 07:00:00`, insuredRegion: '', signInNo: '' },
      input: { signIn: { opter_no: '0001', mac: '00:00:00:00:00:00', ip: '192.0.2.10' } },
    });
    if (!accepted) return this.outcome.unexpected(`9001 ${institution.code} 被拒：${message}`);
    const { sign_no: number } = output['signinoutb'] as { sign_no: string };
    this.numbers.set(institution.code, number);
  }
}
