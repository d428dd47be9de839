export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>nobody has done anything to {{plural servers.length "server" "servers"}} of yours in {{cloud}} for {{days}} days or more:</p>
{{table servers "name=Server" "project=Project" "status=State" "since=Last change" "addresses=Addresses" "id=ID"}}
<p>If they are in use, all is well and nothing has to be done. Please delete those that nobody needs any more.</p>
{{> help}}
`;
