export const body = `
<p>Dear {{recipient}},</p>
<p>for {{days}} days or more, {{plural servers.length "server" "servers"}} of yours in {{cloud}} did not run:</p>
{{table servers "name=Server" "project=Project" "offSince=Off since" "id=ID"}}
<p>A server that is off still holds its memory, processors and addresses, which nobody else can use meanwhile.
Please delete what you no longer need, or start it again: <a href="{{console}}">{{console}}</a>.</p>
`;
