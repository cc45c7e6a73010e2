// CDK's own template validation costs seconds and 300 MB a process; one test file turns it on again.
process.env.CDK_VALIDATION = 'false';
