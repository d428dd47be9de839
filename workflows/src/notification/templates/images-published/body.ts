export const body = `
<p>New images for Kubernetes clusters are ready in {{cloud}}:</p>
{{table images "name=Image"}}
<p>New clusters should use them; a cluster that exists is upgraded by naming the new image in its configuration.</p>
<p>Questions? Write to <a href="mailto:{{support}}">{{support}}</a>.</p>
`;
