export const body = `
<p>Hypervisors of {{cloud}} that give nobody a server, as of {{time at}}.</p>
<p>Down{{#unless down}}: none{{/unless}}</p>
{{#if down}}{{table down "name=Hypervisor" "lastSeen=Last seen" "servers=Servers" "disabled=Disabled"}}{{/if}}
<p>Disabled{{#unless disabled}}: none{{/unless}}</p>
{{#if disabled}}{{table disabled "name=Hypervisor" "servers=Servers" "reason=Reason"}}{{/if}}
`;
