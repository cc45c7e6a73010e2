// CDK's own template validation costs seconds and 300 MB a process; one test file turns it on again.
process.env.CDK_VALIDATION = 'false';
// CDK takes the stack of every resource and token: with jest's hundred lines that is a tenth of the time.
Error.stackTraceLimit = 10;
