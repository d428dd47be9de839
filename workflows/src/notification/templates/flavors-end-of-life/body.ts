export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>the machines behind these flavors of {{cloud}} are taken out of service:</p>
{{table flavors "name=Flavor" "endOfLife=Until"}}
<p>{{plural servers.length "server" "servers"}} of yours use them:</p>
{{table servers "name=Server" "project=Project" "flavor=Flavor" "endOfLife=Until" "addresses=Addresses" "id=ID"}}
<p>Before noon (UTC) of that day, please resize each of them to another flavor, make it anew on one, or delete it. There is no spare part for
this hardware: what breaks before is not mended. If you look after a server for somebody else, please hand this mail on.</p>
{{#if guide}}<p>How to resize: <a href="{{guide}}">{{guide}}</a></p>{{/if}}
{{> help}}
`;
