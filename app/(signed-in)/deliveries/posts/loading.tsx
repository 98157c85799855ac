export { default } from '#app/(signed-in)/deliveries/loading.tsx'
