export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>{{plural addresses.length "floating IP" "floating IPs"}} of yours in {{cloud}} lead to no server:</p>
{{table addresses "name=Address" "project=Project" "status=State" "since=Last change" "id=ID"}}
<p>Public addresses are few. Please give back those that you do not need; a new one can be had when you do.</p>
{{#if note}}<p>{{note}}</p>{{/if}}
{{> help}}
`;
