# Sends so many mails in one session with smtplib. Arguments: host, port, count, recipient.
import smtplib
import sys
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

host, port, count, to = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
sent = 0
with smtplib.SMTP(host, port, 'localhost') as session:
    for index in range(count):
        mail = EmailMessage()
        mail["From"] = "ops@example.test"
        mail["To"] = to
        mail["Subject"] = f"Mail {index}"
        mail["Date"] = formatdate()
        mail["Message-ID"] = make_msgid(domain="example.test")
        mail.set_content(f"Your server {index} is shut off.\n")
        mail.add_alternative(f"<p>Your server <b>{index}</b> is shut off.</p>\n", subtype="html")
        session.send_message(mail)
        sent += 1
print(sent)
