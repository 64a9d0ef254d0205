-- 数字签名 of `input` in `cainfo` (interface 2.6), as an institution is known to make it: {kind, publicKey?}; null where none is asked for.
alter table institution add column input_signature jsonb check (input_signature->>'kind' in ('sm2', 'sm3'));
