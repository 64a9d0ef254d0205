-- 报文密钥 of institutions whose systems send `input` encrypted with SM4 (interface 2.6), sealed.
alter table institution add column input_key text check (input_key like 'sm4:%');
