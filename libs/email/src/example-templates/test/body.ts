export const body = `
<p>This mail shows that account <strong>{{account}}</strong> can send: it was handed to {{host}} on {{time sentAt}}.</p>
{{#if note}}<p>{{note}}</p>{{/if}}
<p>Nothing has to be done.</p>
`;
