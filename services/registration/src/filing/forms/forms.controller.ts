import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writePdf } from '#forms';
import { Access, BadRequest } from '#http';
import { annex1PaperOf } from './annex-1.pdf.js';
import { annex2PaperOf } from './annex-2.pdf.js';
import { FilingForms, type FilingForm } from './filing-forms.js';

const PAPERS = { 'annex-1': annex1PaperOf, 'annex-2': annex2PaperOf } as const;
type Annex = keyof typeof PAPERS;

/** 登记备案表、个人承诺书: annexes 1 and 2 of a filing, as JSON or, where the caller accepts application/pdf, to print. */
@ApiTags('filing')
@Controller('registration/filings/:filingId/forms')
export class FormsController {
  constructor(private readonly forms: FilingForms) {}

  @Get(':annex')
  @ApiProduces('application/json', 'application/pdf')
  @Access({
    roles: ['provincial-agency', 'city-agency'],
    area: 'record',
    purpose: '登记备案表、个人承诺书，JSON 或 PDF (REG-22)',
  })
  async form(
    @Param() { filingId, annex }: { filingId: string; annex: string },
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilingForm | Buffer> {
    const name = annexOf(annex);
    const form = await this.forms.forCaller(filingId, { promise: name === 'annex-2', request });
    // A person's name and number: for the one who asked, kept nowhere on the way.
    void reply.header('cache-control', 'no-store');
    if (accept?.includes('application/pdf') !== true) return form;
    const pdf = await writePdf(PAPERS[name](form.fields, form.texts), this.forms.today);
    void reply.type('application/pdf').header('content-disposition', `inline; filename="${filingId}-${name}.pdf"`);
    return pdf;
  }
}

function annexOf(text: string): Annex {
  if (text === 'annex-1' || text === 'annex-2') return text;
  throw new BadRequest(`没有表样${text}；可用：${Object.keys(PAPERS).join('、')}`, ['annex']);
}
