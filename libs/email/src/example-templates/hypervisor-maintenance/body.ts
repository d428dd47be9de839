export const body = `
<p>Dear {{recipient}},</p>
<p>a machine that your servers run on is worked on from {{time startsAt}}{{#if reason}}: {{reason}}{{/if}}.
Before that we move them to other machines while they run:</p>
{{table servers "name=Server" "project=Project" "id=ID"}}
<p>You need not do anything. A server may be slow, or lose a few packets, for some seconds while it is moved.
If one does not work afterwards, write to <a href="mailto:{{support}}">{{support}}</a> and name its ID.</p>
`;
