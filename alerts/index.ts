import { campfire } from '#alerts/campfire.ts'
import { email } from '#alerts/email.ts'
import { heartbeat } from '#alerts/heartbeat.ts'
import { pagerduty } from '#alerts/pagerduty.ts'
import { slack } from '#alerts/slack.ts'
import { sns } from '#alerts/sns.ts'
import { teams } from '#alerts/teams.ts'
import { telegram } from '#alerts/telegram.ts'
import { webhook } from '#alerts/webhook.ts'
import type { AlertPlugin } from '#lib/plugin.ts'

export const alerts: AlertPlugin[] = [
  email,
  slack,
  webhook,
  pagerduty,
  sns,
  teams,
  telegram,
  campfire,
  heartbeat,
]
