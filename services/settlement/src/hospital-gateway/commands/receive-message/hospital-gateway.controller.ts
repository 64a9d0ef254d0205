import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '#http';
import { HospitalGateway } from '../../gateway.js';

const NOTHING = new Uint8Array();

/** The hospital's door: the national message interface, one POST a transaction, under any path a province uses. */
@ApiTags('hospital-gateway')
@Controller('hsa')
export class HospitalGatewayController {
  constructor(private readonly gateway: HospitalGateway) {}

  @Post(['/', '*'])
  @ApiOperation({ summary: '定点医药机构接口：全国统一报文，以 infno 区分交易' })
  @ApiConsumes('application/json', 'text/plain', 'application/x-www-form-urlencoded')
  @Access({ roles: ['hospital'], area: 'signature', purpose: '医药机构报文' })
  async receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const body = request.body instanceof Uint8Array ? request.body : NOTHING;
    const { headers, url } = request;
    // Not request.ip: that one takes what a header says.
    const peer = request.socket.remoteAddress ?? '';
    const query = url.slice(url.indexOf('?') + 1 || url.length);
    const answer =
      request.bodyOverLimit === true
        ? this.gateway.tooLarge()
        : await this.gateway.receive({ body, headers, query, peer });
    if ('filename' in answer) {
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(answer.filename)}`;
      await reply
        .status(200)
        .type('application/octet-stream')
        .header('content-disposition', disposition)
        .send(Buffer.from(answer.body));
      return;
    }
    await reply.status(answer.status).type('application/json; charset=utf-8').send(answer.body);
  }
}
