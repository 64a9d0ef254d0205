import { signTransport, type TransportSetting } from '#settlement';
import type { Institution } from '../world/institutions.js';
import { HttpClient, type HttpAnswer } from './http.js';

/** What the platform answered to one message. */
export interface Reply {
  readonly accepted: boolean;
  readonly message: string;
  readonly output: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly institution: Institution;
  readonly infno: string;
  readonly msgid: string;
  /** Time of the hospital's clock, `YYYY-MM-DD HH:mm:ss`. */
  readonly at: string;
  readonly insuredRegion: string;
  readonly signInNo: string;
  readonly input: object;
}

/** The signature was not taken: the simulator's settings are wrong, nothing else. */
export class SignatureRefused extends Error {
  override readonly name = 'SignatureRefused';
}

const BUSY = /"infcode"\s*:\s*"?-1/;

/** All hospital systems of the world, sending the national message interface over HTTP. */
export class HospitalSystems {
  messages = 0;
  private readonly http: HttpClient;

  constructor(
    private readonly url: string,
    atOnce: number,
  ) {
    this.http = new HttpClient(atOnce);
  }

  /** One message and its answer; the same bytes again while the platform is away, busy or not current (interface 1.6). */
  async send(call: Call): Promise<Reply> {
    return this.sendEnvelope(call.institution, envelopeOf(call));
  }

  /** An envelope as it is: of a captured message. */
  async sendEnvelope(institution: Institution, envelope: Readonly<Record<string, unknown>>): Promise<Reply> {
    const apiName = String(envelope['infno']);
    const headers = (): Record<string, string> => ({
      'content-type': 'application/json; charset=utf-8',
      ...signTransport(settingOf(institution), { now: new Date(), apiName }),
    });
    const body = JSON.stringify(envelope);
    const answer = await this.http.send({ method: 'POST', url: `${this.url}/hsa`, body, headers }, isBusy);
    this.messages += 1;
    if (answer.status === 401) throw new SignatureRefused(`${institution.code}: ${answer.text}`);
    return replyOf(answer);
  }

  close(): void {
    this.http.close();
  }
}

/** Answers that ask for the very same message again: too much at once, or filings on their way (REG-02). */
const AGAIN = ['系统繁忙', '请稍后以同一报文重试'];
const isBusy = ({ text }: HttpAnswer): boolean => BUSY.test(text) && AGAIN.some((words) => text.includes(words));

/** How an institution's requests are signed. */
export function settingOf({ transport, code, secret }: Institution): TransportSetting {
  switch (transport) {
    case 'csb':
      return { family: 'csb', accessKey: code, secretKey: secret };
    case 'x-tif':
      return { family: 'x-tif', applicationId: code, secret };
    case 'apikey':
      return { family: 'apikey', apiKey: secret };
    default:
      return transport satisfies never;
  }
}

/** 报文 The whole message of a call, with the members its software fills. */
export const envelopeOf = (call: Call): Readonly<Record<string, unknown>> => ({
  infno: call.infno,
  msgid: call.msgid,
  mdtrtarea_admvs: call.institution.region,
  insuplc_admdvs: call.insuredRegion,
  recer_sys_code: 'YBXT',
  dev_no: '',
  dev_safe_info: '',
  cainfo: '',
  signtype: '',
  infver: 'V1.0',
  opter_type: '1',
  opter: '0001',
  opter_name: '操作员',
  inf_time: call.at,
  fixmedins_code: call.institution.code,
  fixmedins_name: call.institution.name,
  sign_no: call.signInNo,
  input: call.input,
});

function replyOf({ text }: HttpAnswer): Reply {
  const { infcode, err_msg, output } = JSON.parse(text) as {
    infcode: string | number;
    err_msg?: string | null;
    output?: Readonly<Record<string, unknown>> | null;
  };
  return { accepted: Number(infcode) === 0, message: err_msg ?? '', output: output ?? {} };
}
