/** A reporter of Istanbul: the share of lines that were run, folder by folder, and the files that have the most lines that were not. */
module.exports = class {
  execute(context) {
    const files = [];
    context.getTree('pkg').visit({
      onSummary: (node) => {
        const { covered, total, pct } = node.getCoverageSummary(false).lines;
        say(pct, `${covered} of ${total}`, node.isRoot() ? 'all lines' : node.getQualifiedName());
      },
      onDetail: (node) => files.push({ name: node.getQualifiedName(), ...node.getCoverageSummary(true).lines }),
    });
    console.log('\nMost lines that no test ran:');
    const missing = ({ total, covered }) => total - covered;
    for (const file of files
      .filter(missing)
      .sort((a, b) => missing(b) - missing(a))
      .slice(0, 10))
      say(file.pct, `${missing(file)} of ${file.total}`, file.name);
  }
};

const say = (percent, lines, name) =>
  console.log(`${percent.toFixed(2).padStart(6)} %  ${lines.padStart(14)}  ${name}`);
