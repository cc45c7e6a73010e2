export const handler = async () => 'found beside the file that defines the function';
