export default function Page() {
  return <p>Belfry</p>
}
