declare const idBrand: unique symbol;

/** An identifier that cannot be mixed up with another kind of text. Hashing of identifiers lives in `#privacy`. */
export type Id<Kind extends string> = string & { readonly [idBrand]: Kind };

export type PersonId = Id<'person'>;
export type InstitutionId = Id<'institution'>;
export type FilingId = Id<'filing'>;
export type VisitId = Id<'visit'>;
export type ClaimId = Id<'claim'>;

const LONGEST_ID = 128;
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/;

/** Brands a text as an identifier; throws RangeError when empty, longer than 128 or with characters unsafe in streams and addresses. */
export const idOf = <Kind extends string>(text: string): Id<Kind> => {
  if (text.length > LONGEST_ID || !ID.test(text))
    throw new RangeError(`标识符须为1到${LONGEST_ID}位的字母、数字或._:/-`);
  return text as Id<Kind>;
};
