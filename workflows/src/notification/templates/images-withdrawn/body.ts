export const body = `
<p>These images for Kubernetes clusters are withdrawn from {{cloud}}:</p>
{{table images "name=Image" "endOfLife=Until" "upgrade=Instead"}}
<p>Please upgrade clusters that use them before that day. Afterwards such a cluster can make no new nodes.</p>
<p>Questions? Write to <a href="mailto:{{support}}">{{support}}</a>.</p>
`;
