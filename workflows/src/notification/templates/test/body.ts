export const body = `
<p>Dear {{recipient}},</p>
<p>{{message}}</p>
<p>This mail was written to see whether mails arrive. Nothing has to be done.</p>
`;
