export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>{{plural servers.length "server" "servers"}} of yours in {{cloud}} {{#if days}}did not run for {{days}} days or more{{else}}do not run{{/if}}:</p>
{{table servers "name=Server" "project=Project" "since=Off since" "addresses=Addresses" "id=ID"}}
<p>A server that is off keeps its memory, processors and addresses from everybody else. Please start the ones you need, and
delete the others.</p>
{{> help}}
`;
