export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>a machine of {{cloud}} that servers of yours run on has a fault{{#if reason}}: {{reason}}{{/if}}.</p>
{{table servers "name=Server" "project=Project" "addresses=Addresses" "id=ID"}}
<p>We try to move them to other machines while they run; since this one is faulty, we cannot promise that it works for each of them.
A server may be slow or lose some packets while it is moved. If one does not work afterwards, tell us its ID.</p>
{{> help}}
`;
