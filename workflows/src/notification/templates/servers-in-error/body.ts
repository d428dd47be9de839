export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>{{plural servers.length "server" "servers"}} of yours in {{cloud}} {{#if days}}have been in an error for {{days}} days or more{{else}}are in an error{{/if}}:</p>
{{table servers "name=Server" "project=Project" "since=Since" "addresses=Addresses" "id=ID"}}
<p>Such a server cannot be used. Delete the ones you can do without; for one whose data you need, write to us before you do
anything to it.</p>
{{> help}}
`;
