export const body = `
<p>Dear {{recipient}},</p>
{{> reminder}}
<p>these images of {{cloud}} get no updates any more after their day:</p>
{{table images "name=Image" "endOfLife=Until" "upgrade=Instead"}}
<p>{{plural servers.length "server" "servers"}} of yours were made from them:</p>
{{table servers "name=Server" "project=Project" "image=Image" "endOfLife=Until" "addresses=Addresses" "id=ID"}}
<p>Please make each of them anew from the image named above, or delete it, before that day. Upgrading the operating system inside the
server does not do: it goes on being listed under its old image.</p>
{{> help}}
`;
