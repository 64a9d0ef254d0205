import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '#http';
import type { FieldCipher } from '#privacy';
import { FIELD_CIPHER } from '#service';
import { Directory } from '../../directory/directory.js';
import { basicClient, bearerToken, sameText, TOKEN_SECONDS } from '../../messages/index.js';

const GRANTS: readonly (string | null)[] = ['password', 'client_credentials'];

/** 2.4 of the interface: a token for client id and secret, and for the user name and password where the client sends them. */
@ApiTags('hospital-gateway')
@Controller('hsa')
export class IssueTokenController {
  constructor(
    private readonly directory: Directory,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  @Post('auth/oauth/token')
  @ApiOperation({ summary: '获取访问令牌：OAuth2，客户端编号与密钥以 Basic 传送' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @Access({ roles: ['hospital'], area: 'signature', purpose: '医药机构获取访问令牌' })
  async token(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = new URLSearchParams(
      request.body instanceof Uint8Array ? Buffer.from(request.body).toString('utf8') : '',
    );
    if (!GRANTS.includes(form.get('grant_type'))) {
      await reply.status(400).send({ error: 'unsupported_grant_type' });
      return;
    }
    const token = await this.issue(request.headers.authorization, form);
    if (token === undefined) await reply.status(401).send({ error: 'invalid_client' });
    else await reply.status(200).send({ access_token: token, token_type: 'bearer', expires_in: TOKEN_SECONDS });
  }

  /** The password grant repeats client and secret as user and password: both pairs must be right. */
  private async issue(authorization: string | undefined, form: URLSearchParams): Promise<string | undefined> {
    const client = basicClient(authorization);
    if (client === undefined) return undefined;
    const known = await this.directory.oauthClients(client.clientId);
    const proven = known.some(({ sealedSecret }) => {
      const secret = this.cipher.open('credential', sealedSecret);
      if (!sameText(secret, client.secret)) return false;
      if (form.get('grant_type') !== 'password') return true;
      return sameText(form.get('username') ?? '', client.clientId) && sameText(form.get('password') ?? '', secret);
    });
    return proven ? bearerToken(client, new Date()) : undefined;
  }
}
