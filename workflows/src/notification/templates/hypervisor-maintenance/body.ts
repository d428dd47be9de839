export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>a machine of {{cloud}} that servers of yours run on is worked on{{#if startsAt}} from {{time startsAt}} on{{/if}}{{#if reason}}: {{reason}}{{/if}}.
Before that we move them to other machines while they run:</p>
{{table servers "name=Server" "project=Project" "addresses=Addresses" "id=ID"}}
<p>You need not do anything. A server may be slow or lose some packets for a few seconds while it is moved; one that is off is moved
while it is off. If one does not work afterwards, tell us its ID.</p>
{{> help}}
`;
