import { reject, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { CITIZEN_CREDENTIAL, type Credential } from '../messages/index.js';
import type { Directory, InsuredPerson } from './directory.js';

/** Whom credentials are asked of. */
export interface CredentialOwners {
  readonly directory: Pick<Directory, 'personsByHash'>;
  readonly cipher: Pick<FieldCipher, 'searchHash'>;
}

/**
 * Refuses a card or token known to be somebody else's beside the person or document named, and one that two citizens are told
 * to hold: it proves neither (SET-21). One that nobody is known to hold is let go: tokens are made anew at every counter. The
 * same person may be enrolled under several numbers.
 */
export async function refuseOtherCredential(
  credential: Credential,
  { idNumberHash }: Pick<InsuredPerson, 'idNumberHash'>,
  { directory, cipher }: CredentialOwners,
): Promise<Result<never> | null> {
  const { credentialKind, credentialNo, cardSerial } = credential;
  const citizenNo = credentialKind === CITIZEN_CREDENTIAL ? credentialNo : undefined;
  if (citizenNo !== undefined && cipher.searchHash('id-number', citizenNo) !== idNumberHash) {
    return otherCredential('mdtrt_cert_no');
  }
  const shown = {
    mdtrt_cert_no: credentialKind === CITIZEN_CREDENTIAL ? undefined : credentialNo,
    card_sn: cardSerial,
  };
  for (const [field, number] of Object.entries(shown)) {
    const owners = number === undefined ? [] : await directory.personsByHash(cipher.searchHash('credential', number));
    const refusal = refuseOwners(owners, idNumberHash, field);
    if (refusal !== null) return refusal;
  }
  return null;
}

function refuseOwners(owners: readonly InsuredPerson[], idNumberHash: string, field: string): Result<never> | null {
  const citizens = new Set(owners.map((owner) => owner.idNumberHash));
  if (citizens.size > 0 && !citizens.has(idNumberHash)) return otherCredential(field);
  return citizens.size > 1 ? credentialOfSeveral(field) : null;
}

const otherCredential = (field: string): Result<never> =>
  reject('person.other-credential', 'SET-21', `就诊凭证(${field})是他人的，请核对`, [field]);

function credentialOfSeveral(field: string): Result<never> {
  const message = `就诊凭证(${field})登记在不止一人名下，不能确认是谁的，请改用居民身份证，并请参保地更正`;
  return reject('person.credential-of-several', 'SET-21', message, [field]);
}
